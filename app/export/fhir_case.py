"""What every resource of one FHIR export shares: the document, its languages, and the names of its resources."""

from __future__ import annotations

from dataclasses import dataclass

from app.export.document import Bilingual, Document
from app.export.fhir_narrative import narrative, sentence
from app.export.fhir_terms import Json, instant, reference, stable_urn
from app.export.outline import DESK_NAME
from app.text.locale import locale
from app.values import Finding, Language, direction_of


@dataclass(frozen=True, slots=True)
class Case:
    """One document on its way to FHIR; `languages` in order, the first one leads."""

    document: Document
    languages: tuple[Language, ...]

    @property
    def language(self) -> Language:
        """The leading language."""
        return self.languages[0]

    @property
    def signed(self) -> bool:
        """Whether the note that holds in the leading language is signed."""
        saved = self.document.last_saved(self.language)
        return bool(saved and saved.signed_by)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What holds now, each fact once; what a later answer replaced stays behind."""
        return tuple(dict.fromkeys(one for one in self.document.history.findings if not one.superseded))

    def urn(self, *parts: object) -> str:
        """The full URL of a resource of this conversation, the same in every export."""
        return stable_urn(self.document.conversation.id, *parts)

    def patient(self) -> Json:
        """A reference to the patient."""
        return reference(self.urn("patient"), self.document.conversation.patient)

    def device(self) -> Json:
        """A reference to the desk."""
        return reference(self.urn("device"), DESK_NAME + self.document.desk)

    def author(self) -> Json:
        """A reference to the clinician, or to the desk where none is named."""
        if not self.document.clinician.strip():
            return self.device()
        return reference(self.urn("practitioner"), self.document.clinician)

    def response(self) -> Json:
        """A reference to the answers."""
        return reference(self.urn("response"))

    def words(self, key: str) -> Bilingual:
        """A sentence of the desk in both languages."""
        return Bilingual(locale("en", False)(key), locale("ar", False)(key))

    def told(self, message: int) -> str:
        """When a message was said, else when the conversation was last changed."""
        found = self.document.message(message)
        return instant(found.created if found else self.document.conversation.updated)

    def resource(self, kind: str, words: Bilingual, content: Json) -> Json:
        """A resource with its language and a one-sentence narrative in each language."""
        parts = [(language, sentence(words.text(language), direction_of(language))) for language in self.languages]
        return {"resourceType": kind, "language": self.language, "text": narrative(parts), **content}

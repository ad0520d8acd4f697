"""The requests beside gradio's own: signing in and out, unlocking, and the files of an export."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Body, Cookie, FastAPI, Form, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from app.desk import Desk
from app.errors import DeskError
from app.export.formats import file_name, find_writer
from app.export.options import ExportOptions
from app.ui.seats import COOKIE, Seats
from app.ui.view import View

Token = Annotated[str | None, Cookie(alias=COOKIE)]
Word = Annotated[str, Body()]


class ExportForm(BaseModel):
    """What the export's form asks for: `deidentify` is not empty where its box is ticked; `page` is its language."""

    format: str
    language: Literal["", "ar", "en", "both"] = ""
    deidentify: str = ""
    page: str = "en"


def add_doors(site: FastAPI, seats: Seats) -> None:
    """Give `site` its doors. What goes wrong comes back as one sentence in the page's language."""

    def unlock(secret: Word, language: Word = "en") -> Response:
        return _try(seats, language, lambda: seats.unlock(secret))

    def sign_in(request: Request, name: Word, secret: Word, language: Word = "en") -> Response:
        tokens: list[str] = []
        answer = _try(seats, language, lambda: tokens.append(seats.sign_in(name, secret)))
        if tokens:
            over_tls = request.url.scheme == "https"
            answer.set_cookie(COOKIE, tokens[0], httponly=True, samesite="strict", path="/", secure=over_tls)
        return answer

    def lock(token: Token = None, language: Annotated[str, Body(embed=True)] = "en") -> Response:
        answer = _try(seats, language, lambda: seats.lock(token))
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def export(conversation: str, wish: Annotated[ExportForm, Form()], token: Token = None) -> Response:
        try:
            return _file(seats.desk_of(token), conversation, wish)
        except DeskError as error:
            return _refusal(seats, wish.page, error)

    for path, door in (("unlock", unlock), ("sign-in", sign_in), ("lock", lock)):
        site.add_api_route(f"/desk/{path}", door, methods=["POST"], include_in_schema=False)
    site.add_api_route("/desk/export/{conversation}", export, methods=["POST"], include_in_schema=False)


def _file(desk: Desk, conversation: str, wish: ExportForm) -> Response:
    """An export's content, made in a folder of its own and gone from the disk when it is sent."""
    writer, plain = find_writer(wish.format), not wish.deidentify
    options = ExportOptions(language=wish.language or None, hijri=desk.settings().hijri)
    name = file_name(desk.document(conversation), wish.format) if plain else f"{conversation}{writer.suffix}"
    with tempfile.TemporaryDirectory(dir=desk.home.path) as folder:
        path = Path(folder) / f"export{writer.suffix}"
        desk.export([conversation], wish.format, path, options, plain)
        content = path.read_bytes()
    disposition = f"attachment; filename=\"export{writer.suffix}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=writer.media_type, headers={"content-disposition": disposition})


def _try(seats: Seats, language: str, do: Callable[[], object]) -> Response:
    try:
        do()
    except DeskError as error:
        return _refusal(seats, language, error)
    return JSONResponse({"done": True})


def _refusal(seats: Seats, language: str, error: DeskError) -> Response:
    view = View.of(seats.desk.settings(), "ar" if language == "ar" else "en")
    return JSONResponse({"done": False, "why": view.explain(error)}, status_code=403)

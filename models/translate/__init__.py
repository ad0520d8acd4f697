"""Translation with a judge, rules and people: what BiMed1.3M's Arabic half was made with."""

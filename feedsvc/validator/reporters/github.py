"""Reports as workflow commands, which GitHub shows at their lines in a pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterable, Iterator

from feedsvc.validator.finding import Finding, Severity
from feedsvc.validator.reporters.checked import Checked, Tally, safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(checked: Iterable[Checked]) -> Iterator[str]:
    """Return one workflow command for each finding, then the counts."""
    from feedsvc.validator.rulebook import codes  # noqa: PLC0415 - loads lxml

    tally = Tally()
    for one in checked:
        tally.add(one)
        if one.error:
            yield _command("error", one.name, {"title": "cannot be read"}, one.error)
        for finding in one.report.findings:
            message = f"{finding.message}\n{codes()[finding.code].why}\n{finding.spec}"
            yield _command(_COMMANDS[finding.severity], one.name, _properties(finding), message)
    yield tally.line()


def _properties(finding: Finding) -> dict[str, str]:
    place = {"line": str(finding.line), "col": str(finding.column)} if finding.line else {}
    return place | {"title": finding.code}


def _command(command: str, name: str, properties: dict[str, str], message: str) -> str:
    if name != "-" and "://" not in name:
        properties = {"file": name, **properties}
    else:
        message = f"{name}: {message}"
    arguments = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{command} {arguments}::{safe(_escape(message))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")

"""What a refused command answers."""

from click.testing import Result

NO_SUCH_TENANT = (
    "There is no tenant called khong-co; open it with"
    " `bontot tenant create khong-co --name N --level district|province|commune`."
)


def refusal(result: Result) -> str:
    """Return the one sentence of a command that was refused, and printed nothing else."""
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    return result.stderr.removeprefix("Error: ").removesuffix("\n")

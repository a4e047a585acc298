"""A cell's own vote: no sitting in the product, a tally that was entered."""

from workflows.sittings.head_counts import refuse_above, refuse_negative


def cell_base(
    official: int,
    *,
    attached_elsewhere: int = 0,
    exempted: int = 0,
    exempted_present: int = 0,
    suspended: int = 0,
    absent_accepted: int = 0,
) -> int:
    """Return the base of a cell's own vote, from its official members summoned.

    Out of it are those temporarily attached elsewhere, exempted and not present,
    suspended (prosecuted, detained), and absent throughout with an accepted reason.
    Absent without a reason stays in. The counts are of different people.
    """
    out = attached_elsewhere + exempted - exempted_present + suspended + absent_accepted
    refuse_negative(
        official=official,
        attached_elsewhere=attached_elsewhere,
        exempted=exempted,
        exempted_present=exempted_present,
        suspended=suspended,
        absent_accepted=absent_accepted,
    )
    refuse_above("exempted_present", exempted_present, "exempted", exempted)
    refuse_above("taken_out", out, "official", official)
    return official - out


def cell_adopts(in_favour: int, base: int) -> bool:
    """Say whether more than half of the cell's base are in favour."""
    refuse_negative(in_favour=in_favour, base=base)
    refuse_above("in_favour", in_favour, "base", base)
    return 2 * in_favour > base

def is_true(rendered: str) -> bool:
    """Whether a rendered condition holds: all but "", "false", "0" and "-0" do, blanks around them aside.

    Source: Kestra's rule for runIf, If, LoopUntil and Fail.
    """
    return rendered.strip() not in {"", "false", "0", "-0"}

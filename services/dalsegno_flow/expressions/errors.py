"""What can go wrong with a template; the string of each error is the text Kestra shows.

ExpressionError
├── TemplateSyntaxError    the template does not parse
├── NotFound               a variable, attribute, key or index is missing; `??`, `???`, `default`, `is defined` catch it
├── EvaluationError        an operand, an argument or a name is of no use where it stands
└── BareError              a Java exception whose text Kestra passes on without the template around it
    └── LimitExceeded      ours, not Kestra's: too much output, too many steps, too long a time
"""


class ExpressionError(Exception):
    """Base of all; Java prints these as "message (template:line)".

    Attributes:
        message: what went wrong.
        line: the line within the template, from 1; None when it is not known.
        template: the template's text; None until the engine that renders it has added it.
    """

    def __init__(self, message: str, line: int | None = None, template: str | None = None) -> None:
        super().__init__(message, line, template)
        self.message, self.line, self.template = message, line, template

    def __str__(self) -> str:
        template = "?" if self.template is None else self.template
        return f"{self.message} ({template}:{'?' if self.line is None else self.line})"

    def locate(self, line: int) -> None:
        """Adds the line to an error raised by code that does not know where it is called from."""
        if self.line is None and self.template is None:
            self.line = line


class TemplateSyntaxError(ExpressionError):
    """The template does not parse."""


class EvaluationError(ExpressionError):
    """Evaluating failed: an operand or argument of the wrong kind, or an unknown filter, test or function."""


class NotFound(ExpressionError):
    """A name stands for nothing. `message` is the name."""

    def __str__(self) -> str:
        return f"Unable to find `{self.message}` used in the expression `{self.template}` at line {self.line}"


class BareError(ExpressionError):
    """An unchecked Java exception."""

    def __str__(self) -> str:
        return self.message


class LimitExceeded(BareError):
    """A budget that keeps one template from taking the server down is used up; the text names it."""

"""Names alone, so that nothing is imported before a task type is looked for."""

TASKS = ["greetings.greet:Greet", "greetings.count_letters:CountLetters"]

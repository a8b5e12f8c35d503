package io.fentry4j.doctor;

/// How a [Check] ended.
public enum CheckStatus {
    /// Nothing stands in the way.
    OK("ok", "ok"),
    /// It works with a limit, or something may stand in the way: the cause says which.
    WARNING("warning", "!"),
    /// It stands in the way.
    FAILED("failed", "x"),
    /// It cannot be found out here: the cause says what is missing for it.
    UNKNOWN("unknown", "?"),
    /// It was not tried: the cause says why.
    SKIPPED("skipped", "-");

    private final String text;
    private final String mark;

    CheckStatus(String text, String mark) {
        this.text = text;
        this.mark = mark;
    }

    /// The status in one or two characters, for columns.
    public String mark() {
        return mark;
    }

    /// The status as JSON has it, such as `ok`.
    @Override
    public String toString() {
        return text;
    }
}

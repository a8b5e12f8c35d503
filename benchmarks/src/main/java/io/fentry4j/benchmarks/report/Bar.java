package io.fentry4j.benchmarks.report;

/// Something that the project promises, and whether the figures keep it.
///
/// @param figure what is measured
/// @param bar what it must be
/// @param measured what it is, in words; says so if it was not measured
record Bar(String figure, String bar, String measured, Verdict verdict) {

    /// Whether a bar holds.
    enum Verdict {
        HOLDS("holds"),
        FAILS("**does not hold**"),
        NOT_MEASURED("not measured here");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /// For the report.
        String words() {
            return words;
        }
    }

    static Bar of(String figure, String bar, String measured, boolean holds) {
        return new Bar(figure, bar, measured, holds ? Verdict.HOLDS : Verdict.FAILS);
    }

    static Bar notMeasured(String figure, String bar) {
        return new Bar(figure, bar, "–", Verdict.NOT_MEASURED);
    }
}

package io.fentry4j.internal.trace;

import java.util.Optional;

/// What is kept of many calls, in words of 64 bits that are all 0 at first.
sealed interface Aggregate {

    /// How many calls: the first word of each entry, which is always there.
    record Count() implements Aggregate {}

    /// A word.
    record Sum(Term term) implements Aggregate {}

    /// The number of values, and the least or greatest of them.
    record Extreme(Term term, boolean greatest) implements Aggregate {

        private boolean isBetter(long value, long than) {
            int order = unsigned() ? Long.compareUnsigned(value, than) : Long.compare(value, than);
            return greatest ? order > 0 : order < 0;
        }
    }

    /// The number of values, and their sum.
    record Average(Term term) implements Aggregate {}

    /// The number of values below 0, of zeros, and of those whose highest bit is bit 0, 1, … 63.
    record Log2(Term term) implements Aggregate {

        static final int BUCKETS = 2 + Long.SIZE;
    }

    /// The number of values below `from`, of those in each step, and of those above.
    record Linear(Term term, long from, long step, int buckets) implements Aggregate {}

    /// The number that is aggregated.
    default Optional<Term> value() {
        return switch (this) {
            case Count _ -> Optional.empty();
            case Sum(Term term) -> Optional.of(term);
            case Extreme(Term term, _) -> Optional.of(term);
            case Average(Term term) -> Optional.of(term);
            case Log2(Term term) -> Optional.of(term);
            case Linear(Term term, _, _, _) -> Optional.of(term);
        };
    }

    /// Whether there may be calls of which nothing is kept.
    default boolean mayLack() {
        return value().stream().flatMap(Question::slots).anyMatch(Slot::mayFail);
    }

    default boolean isDuration() {
        return value().filter(Term::duration).isPresent();
    }

    /// How many words of its own it takes.
    default int words() {
        return switch (this) {
            case Count _ -> 0;
            case Sum _ -> 1;
            case Extreme _, Average _ -> 2;
            case Log2 _ -> Log2.BUCKETS;
            case Linear linear -> linear.buckets + 2;
        };
    }

    /// Adds the words of some calls to those of others.
    ///
    /// @param at the first of its words
    default void merge(long[] into, long[] from, int at) {
        if (this instanceof Extreme extreme) {
            boolean takes =
                    from[at] != 0
                            && (into[at] == 0 || extreme.isBetter(from[at + 1], into[at + 1]));
            if (takes) {
                into[at + 1] = from[at + 1];
            }
            into[at] += from[at];
            return;
        }
        for (int i = at; i < at + words(); i++) {
            into[i] += from[i];
        }
    }

    /// Whether the values are unsigned numbers of 64 bits.
    default boolean unsigned() {
        return value().filter(term -> term.range() == Term.Range.UNSIGNED).isPresent();
    }
}

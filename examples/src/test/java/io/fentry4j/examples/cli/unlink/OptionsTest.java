package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.examples.cli.EndOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/// How options become values.
class OptionsTest {

    @Command
    static final class Options {
        @ArgGroup(exclusive = false, validate = false)
        private CallerOptions callers = new CallerOptions();

        @ArgGroup(exclusive = false, validate = false)
        private OutputOptions output = new OutputOptions();

        @ArgGroup(exclusive = false, validate = false)
        private EndOptions end = new EndOptions();
    }

    private static Options parse(String... arguments) {
        return CommandLine.populateCommand(new Options(), arguments);
    }

    @Test
    void values_are_separated_by_commas_or_given_again() {
        CallerOptions callers = parse("--pid", "1,2", "--pid=3", "--comm=rm,git").callers;
        assertThat(callers)
                .extracting("pids", "comms", "tids")
                .containsExactly(List.of(1L, 2L, 3L), List.of("rm", "git"), List.of());
    }

    @Test
    void without_options_all_events_are_printed_until_the_end() {
        Options none = parse();
        assertThat(none.output.printsEvents()).isTrue();
        assertThat(none.output.tables()).isEmpty();
        assertThat(none.output.file()).isEmpty();
        assertThat(none.end.count()).isEqualTo(Long.MAX_VALUE);
        assertThat(none.end.duration()).isEmpty();
    }

    @Test
    void a_summary_is_by_everything_unless_chosen_and_instead_of_events_unless_wanted() {
        OutputOptions all = parse("--summary").output;
        assertThat(all.printsEvents()).isFalse();
        assertThat(by(all)).containsExactly(SummaryBy.values());
        OutputOptions some = parse("--summary=errno,process", "--events").output;
        assertThat(some.printsEvents()).isTrue();
        assertThat(by(some)).containsExactly(SummaryBy.PROCESS, SummaryBy.ERRNO);
    }

    private static List<SummaryBy> by(OutputOptions output) {
        UnlinkTables tables = output.tables().orElseThrow();
        return Arrays.stream(SummaryBy.values()).filter(tables::has).toList();
    }

    @Test
    void what_ends_it_is_a_number_or_a_time() {
        EndOptions end = parse("--count", "5", "--duration", "1.5m").end;
        assertThat(end.count()).isEqualTo(5);
        assertThat(end.duration()).isEqualTo(Optional.of(Duration.ofSeconds(90)));
    }
}

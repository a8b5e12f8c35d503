package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.QueueMap;
import io.fentry4j.StackMap;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBpf
@Timeout(60)
class QueueStackMapTest {

    private MapProgramBpf bpf;

    @BeforeEach
    void load() {
        bpf = MapProgramBpf.load();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    @Test
    void a_queue_gives_the_oldest_value_first() {
        QueueMap<Long> jobs = bpf.jobs();

        assertThat(jobs.pop()).isEmpty();
        assertThat(jobs.peek()).isEmpty();
        assertThat(jobs.push(1L)).isTrue();
        assertThat(jobs.push(2L)).isTrue();
        assertThat(jobs.peek()).contains(1L);
        assertThat(jobs.pop()).contains(1L);
        assertThat(jobs.pop()).contains(2L);
        assertThat(jobs.pop()).isEmpty();
    }

    @Test
    void a_full_queue_takes_no_more_unless_the_oldest_may_go() {
        QueueMap<Long> jobs = bpf.jobs();
        for (long job = 1; job <= 3; job++) {
            assertThat(jobs.push(job)).isTrue();
        }

        assertThat(jobs.push(4L)).isFalse();
        assertThat(jobs.peek()).contains(1L);
        jobs.pushDroppingOldest(4L);
        assertThat(jobs.pop()).contains(2L);
    }

    @Test
    void a_stack_gives_the_newest_value_first() {
        StackMap<Usage> undo = bpf.undo();
        for (int i = 1; i <= 3; i++) {
            assertThat(undo.push(new Usage(i, -i, true))).isTrue();
        }

        assertThat(undo.push(new Usage(4, 0, true))).isFalse();
        assertThat(undo.peek()).contains(new Usage(3, -3, true));
        assertThat(undo.pop()).contains(new Usage(3, -3, true));
        assertThat(undo.pop()).contains(new Usage(2, -2, true));
        assertThat(undo.pop()).contains(new Usage(1, -1, true));
        assertThat(undo.pop()).isEmpty();
    }

    @Test
    void both_can_be_created_without_an_object() {
        try (var queue = QueueMap.create("q", ValueType.string(16), 2);
                var stack = StackMap.create("s", ValueType.S64, 2)) {
            stack.push(-1L);
            stack.push(-2L);
            stack.pushDroppingOldest(-3L);

            assertThat(queue.pop()).isEmpty();
            assertThat(stack.pop()).contains(-3L);
            assertThat(stack.pop()).contains(-2L);
            assertThat(stack.pop()).isEmpty();
        }
    }

    @Test
    void a_frozen_queue_says_so() {
        bpf.jobs().freeze();

        assertThatThrownBy(() -> bpf.jobs().push(1L))
                .isInstanceOf(MapException.class)
                .hasMessageStartingWith("push to map 'jobs' of 'MapProgram': it is frozen");
        assertThatThrownBy(() -> bpf.jobs().pop()).hasMessageContaining("it is frozen");
    }
}

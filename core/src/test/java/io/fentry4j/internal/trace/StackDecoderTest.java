package io.fentry4j.internal.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.kernel.Lazy;
import io.fentry4j.internal.kernel.SymbolTable;
import io.fentry4j.trace.CallStack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackDecoderTest {

    private static final long PROGRAM = 0xffffffffc0a00010L;
    private static final long TRAMPOLINE = 0xffffffffc0b00044L;
    private static final long READ = 0xffffffff81366905L;
    private static final long KSYS_READ = 0xffffffff81370000L; // its call is its last instruction
    private static final long SYSCALL = 0xffffffff81400080L;
    private static final long OVERLAY = 0xffffffffc02dd140L;

    private static final SymbolTable SYMBOLS =
            SymbolTable.parse(
                    """
                    ffffffff81366900 T vfs_read
                    ffffffff8136ff00 T ksys_read
                    ffffffff81370000 T ksys_write
                    ffffffff81400000 t do_syscall_64
                    ffffffffc02dd130 t ovl_read\t[overlay]
                    ffffffffc0b00000 t bpf_trampoline_1\t[bpf]
                    """
                            .getBytes(UTF_8));

    private static CallStack stack(int frames, int read, boolean user, long... addresses) {
        ByteBuffer bytes = ByteBuffer.allocate(read * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long address : addresses) {
            bytes.putLong(address);
        }
        return new StackDecoder(
                        new Read.Stack(user, read),
                        frames,
                        "vfs_read",
                        Lazy.of(() -> Optional.of(SYMBOLS)))
                .decode(RecordView.of(bytes.array()), 0);
    }

    @Test
    void a_kernel_stack_begins_with_the_traced_function() {
        CallStack stack =
                stack(8, 16, false, PROGRAM, TRAMPOLINE, READ, KSYS_READ, SYSCALL, OVERLAY);

        assertThat(stack.functions())
                .containsExactly("vfs_read", "ksys_read", "do_syscall_64", "ovl_read");
        assertThat(stack.frames().get(3).module()).contains("overlay");
        assertThat(stack.truncated()).isFalse();
        assertThat(stack)
                .hasToString(
                        """
                        vfs_read+0x5
                        ksys_read+0x100
                        do_syscall_64+0x80
                        ovl_read+0x10 [overlay]\
                        """);
    }

    @Test
    void a_stack_without_the_function_is_kept_whole() {
        CallStack stack = stack(8, 16, false, PROGRAM, SYSCALL);

        assertThat(stack.frames()).hasSize(2);
        assertThat(stack.frames().getFirst().function()).as("far from any symbol").isEmpty();
        assertThat(stack).hasToString("0xffffffffc0a00010\ndo_syscall_64+0x80");
    }

    @Test
    void more_frames_than_are_kept_are_said_to_be_missing() {
        CallStack all = stack(2, 10, false, TRAMPOLINE, READ, KSYS_READ);
        CallStack some = stack(2, 10, false, TRAMPOLINE, READ, KSYS_READ, SYSCALL);

        assertThat(all.truncated()).isFalse();
        assertThat(some.truncated()).isTrue();
        assertThat(some.frames()).isEqualTo(all.frames());
        assertThat(some).asString().endsWith("\n…");
    }

    @Test
    void a_user_stack_has_addresses_only() {
        assertThat(stack(4, 5, true, 0x7f0000001000L, 0x401000L))
                .hasToString("0x7f0000001000\n0x401000");
    }

    @Test
    void a_depth_that_the_kernel_does_not_have_is_refused() {
        assertThatThrownBy(() -> StackDecoder.of(false, 128, "vfs_read"))
                .hasMessage("a stack of 128 frames: it can be 1 to 127");
    }
}

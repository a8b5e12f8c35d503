package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {

    @ParameterizedTest
    @CsvSource({
        "1, EPERM, Operation not permitted",
        "2, ENOENT, No such file or directory",
        "13, EACCES, Permission denied",
        "22, EINVAL, Invalid argument",
        "133, EHWPOISON, Memory page has hardware error",
        "134, E134, Unknown error 134",
        "524, ENOTSUPP, Operation is not supported by this kernel",
        "4095, E4095, Unknown error 4095"
    })
    void has_the_name_and_the_meaning_of_its_number(int number, String name, String meaning) {
        Errno errno = new Errno(number);

        assertThat(errno.name()).isEqualTo(name);
        assertThat(errno.meaning()).isEqualTo(meaning);
        assertThat(errno).hasToString(name);
    }

    @Test
    void the_constants_have_the_numbers_of_linux() {
        assertThat(Errno.EPERM).isEqualTo(new Errno(1));
        assertThat(Errno.ENOENT).isEqualTo(new Errno(2));
        assertThat(Errno.E2BIG).isEqualTo(new Errno(7));
        assertThat(Errno.EAGAIN).isEqualTo(new Errno(11));
        assertThat(Errno.EACCES).isEqualTo(new Errno(13));
        assertThat(Errno.EBUSY).isEqualTo(new Errno(16));
        assertThat(Errno.ENODEV).isEqualTo(new Errno(19));
        assertThat(Errno.EINVAL).isEqualTo(new Errno(22));
        assertThat(Errno.EOPNOTSUPP).isEqualTo(new Errno(95));
        assertThat(Errno.ENOTSUPP).isEqualTo(new Errno(524));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "-2, 2", "-524, 524", "-4095, 4095"})
    void a_result_down_to_minus_4095_is_an_error(long result, int number) {
        assertThat(Errno.ofResult(result)).contains(new Errno(number));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, -4096, -4097, Long.MIN_VALUE, Long.MAX_VALUE, 0xffff_fffeL})
    void any_other_result_is_no_error(long result) {
        assertThat(Errno.ofResult(result)).isEmpty();
    }

    @Test
    void names_and_meanings_are_those_of_the_c_library() throws Throwable {
        SymbolLookup libc = Downcall.libc();
        assumeTrue(libc.find("strerrorname_np").isPresent(), "glibc 2.32 or newer");
        FunctionDescriptor text = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        MethodHandle name = Downcall.plain(libc, "strerrorname_np", text);
        MethodHandle meaning = Downcall.plain(libc, "strerrordesc_np", text);

        for (int number = 1; number < 134; number++) {
            MemorySegment known = (MemorySegment) name.invokeExact(number);
            if (known.address() != 0) {
                MemorySegment words = (MemorySegment) meaning.invokeExact(number);
                Errno errno = new Errno(number);
                assertThat(errno.name()).isEqualTo(Downcall.string(known));
                assertThat(errno.meaning()).isEqualTo(Downcall.string(words));
            }
        }
    }
}

package io.fentry4j.internal.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SymbolTableTest {

    private static final String KALLSYMS =
            """
            ffffffff81000000 T _stext
            ffffffff81366900 T vfs_read
            ffffffff81366900 T __vfs_read_alias
            ffffffff81400000 t store_mode
            ffffffff81500000 t store_mode
            ffffffff81600000 t walk.isra.0
            ffffffff81600100 t walk.part.1
            ffffffff81a00000 t walk.cold
            ffffffff82000000 D vfs_data
            ffffffffc02dd130 t ovl_statfs\t[overlay]
            """;

    private static SymbolTable table(String text) {
        return SymbolTable.parse(text.getBytes(UTF_8));
    }

    @Test
    void a_symbol_is_found_by_its_name_with_address_and_module() {
        SymbolTable table = table(KALLSYMS);

        assertThat(table.named("vfs_read"))
                .containsExactly(new Symbol(0xffffffff81366900L, "vfs_read", Optional.empty()));
        assertThat(table.named("ovl_statfs").getFirst().module()).contains("overlay");
        assertThat(table.named("vfs_rea")).isEmpty();
        assertThat(table.named("vfs_data")).as("data is not code").isEmpty();
        assertThat(table.size()).isEqualTo(9);
    }

    @Test
    void copies_and_parts_are_found_with_the_function_in_the_order_of_the_file() {
        assertThat(table(KALLSYMS).allOf("walk"))
                .extracting(Symbol::name)
                .containsExactly("walk.isra.0", "walk.part.1", "walk.cold");
        assertThat(table(KALLSYMS).named("walk.part.1")).hasSize(1);
        assertThat(table(KALLSYMS).named("walk")).isEmpty();
    }

    @Test
    void all_symbols_of_a_name_and_all_names_of_an_address_are_found() {
        SymbolTable table = table(KALLSYMS);

        assertThat(table.named("store_mode")).hasSize(2);
        assertThat(table.at(0xffffffff81366900L))
                .extracting(Symbol::name)
                .containsExactly("vfs_read", "__vfs_read_alias");
        assertThat(table.at(1)).isEmpty();
    }

    @Test
    void an_address_inside_of_a_function_is_found_by_what_begins_before_it() {
        SymbolTable table = table(KALLSYMS);

        assertThat(table.atOrBefore(0xffffffff81366a23L))
                .extracting(Symbol::name)
                .containsExactly("vfs_read", "__vfs_read_alias");
        assertThat(table.atOrBefore(0xffffffff81366900L)).hasSize(2);
        assertThat(table.atOrBefore(0xffffffffc02dd131L).getFirst().name()).isEqualTo("ovl_statfs");
        assertThat(table.atOrBefore(0xffffffff80ffffffL)).isEmpty();
        assertThat(table("0000000000000000 T one\n").atOrBefore(0xffffffff81366900L)).isEmpty();
    }

    @Test
    void without_privileges_names_are_found_and_addresses_say_nothing() {
        SymbolTable table = table("0000000000000000 T one\n0000000000000000 T two\n");

        assertThat(table.named("two").getFirst().address()).isZero();
        assertThat(table.at(0)).isEmpty();
    }

    @Test
    void lines_of_another_form_are_skipped() {
        SymbolTable table =
                table(
                        "\n \nffff\nffff T\nffff T \nxyz T name\n11112222333344445 T name\n"
                                + "ff T good\r\nff TT name\nff T\u0000name\nff t last");

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.named("good")).hasSize(1);
        assertThat(table.named("last")).hasSize(1);
    }

    @Test
    void a_line_without_an_end_is_no_name_and_takes_no_time() {
        byte[] huge = new byte[16 << 20];
        Arrays.fill(huge, (byte) 'a');
        System.arraycopy("ff T x".getBytes(UTF_8), 0, huge, 0, 6);

        assertThat(SymbolTable.parse(huge).size()).isZero();
        Arrays.fill(huge, (byte) '\n');
        assertThat(SymbolTable.parse(huge).size()).isZero();
    }

    @Test
    void damaged_text_never_fails() {
        Random random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            byte[] text = KALLSYMS.getBytes(UTF_8);
            for (int change = 0; change < 8; change++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            SymbolTable table = SymbolTable.parse(Arrays.copyOf(text, random.nextInt(text.length)));
            assertThat(table.size()).isLessThanOrEqualTo(16);
            assertThat(table.allOf("walk")).hasSizeLessThanOrEqualTo(3);
            assertThat(table.at(0xffffffff81366900L)).hasSizeLessThanOrEqualTo(4);
        }
    }
}

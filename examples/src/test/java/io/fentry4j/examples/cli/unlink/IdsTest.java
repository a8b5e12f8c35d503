package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class IdsTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1.5", "0x10", "٣", " 1"})
    void only_digits_are_a_number(String text) {
        assertThat(new Ids.PlainNumber().convert("0")).isZero();
        assertThat(new Ids.PlainNumber().convert("4194304")).isEqualTo(4_194_304);
        assertThatThrownBy(() -> new Ids.PlainNumber().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'%s' is no number", text);
    }

    @Test
    void a_number_beyond_64_bits_is_too_large() {
        assertThatThrownBy(() -> new Ids.PlainNumber().convert("9999999999999999999"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'9999999999999999999' is too large");
    }

    @Test
    void a_user_has_the_number_that_passwd_gives_the_name() throws IOException {
        Path passwd =
                Files.writeString(
                        folder.resolve("passwd"),
                        """
                        # no user
                        root:x:0:0:root:/root:/bin/bash
                        www-data:x:33:34:web:/var/www:/usr/sbin/nologin
                        broken:x
                        """);
        Ids.User user = new Ids.User(passwd);
        assertThat(user.convert("root")).isZero();
        assertThat(user.convert("www-data")).isEqualTo(33);
        assertThat(user.convert("65534")).isEqualTo(65534);
        assertThatThrownBy(() -> user.convert("broken"))
                .hasMessage("'broken' is neither a number nor a user in " + passwd);
        assertThatThrownBy(() -> user.convert("www"))
                .hasMessage("'www' is neither a number nor a user in " + passwd);
    }

    @Test
    void a_cgroup_is_the_inode_of_its_folder() throws IOException {
        Path cron = Files.createDirectories(folder.resolve("system.slice/cron.service"));
        long inode = (long) Files.getAttribute(cron, "unix:ino");
        Ids.Cgroup cgroup = new Ids.Cgroup(folder);
        assertThat(cgroup.convert("system.slice/cron.service")).isEqualTo(inode);
        assertThat(cgroup.convert("/system.slice/cron.service")).isEqualTo(inode);
        assertThat(cgroup.convert(cron.toString())).isEqualTo(inode);
        assertThat(cgroup.convert("42")).isEqualTo(42);
        assertThatThrownBy(() -> cgroup.convert("user.slice"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'user.slice' is no number, and there is no '%s/user.slice'", folder);
    }

    @Test
    void a_mount_namespace_is_the_inode_that_its_link_names() throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
        Ids.MountNamespace namespace = new Ids.MountNamespace();
        long inode = namespace.convert("/proc/self/ns/mnt");
        assertThat(link).isEqualTo("mnt:[" + inode + "]");
        assertThat(namespace.convert(link)).isEqualTo(inode);
        assertThat(namespace.convert("4026531841")).isEqualTo(4_026_531_841L);
        assertThatThrownBy(() -> namespace.convert("net:[1]"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'net:[1]' is no number, and there is no 'net:[1]'");
    }
}

package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The documents of this project.
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void every_block_of_code_is_run_by_a_test_and_every_link_leads_somewhere() throws IOException {
        assertThat(DocumentCheck.documents(ROOT))
                .contains(ROOT.resolve("README.md"), ROOT.resolve(DocumentCheck.WALK));

        assertThat(String.join("\n\n", DocumentCheck.problems(ROOT))).isEmpty();
    }
}

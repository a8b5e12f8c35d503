package io.fentry4j.examples.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;

/// Packages as their documentation describes them.
final class Packages {

    private Packages() {}

    /// What `bpf_object` holds.
    static String compressed(byte[] object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(bytes)) {
            zlib.write(object);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /// A package with these members of `meta` besides `eunomia_version`.
    static byte[] with(byte[] object, String meta) throws IOException {
        return """
        {"bpf_object": "%s", "bpf_object_size": %d,
         "meta": {"eunomia_version": "0.3.3", %s}}
        """
                .formatted(compressed(object), object.length, meta)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}

package io.fentry4j.examples.cli.run;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A package of eunomia-bpf: a JSON object with the BPF object in it, compressed, and what its
/// compiler knows about it.
///
/// The layout is that of `bpf-loader-rs/bpf-loader-lib/src/meta/mod.rs` and of the packages in that
/// repository: `bpf_object` (zlib, then base64), `bpf_object_size`, `meta.bpf_skel` with
/// `data_sections`, `maps` and `doc`, and `meta.export_types`. In the oldest layout the size is
/// missing and `export_types` is an object with `structs` and a BTF of their own; with
/// `enable_multiple_export_types` each map says in `export_config` what its records are.
final class EunomiaPackage {

    /// More than any BPF object has; a few bytes can be inflated to gigabytes.
    private static final int MAX_OBJECT_BYTES = 64 << 20;

    private static final String SOURCE = "export_types of the package";

    private final JsonObject root;
    private final JsonObject meta;
    private final JsonObject skeleton;

    private EunomiaPackage(JsonObject root, JsonObject meta, JsonObject skeleton) {
        this.root = root;
        this.meta = meta;
        this.skeleton = skeleton;
    }

    /// Reads a package.
    ///
    /// @param name what people call the file
    /// @throws InvalidObjectException if it is damaged, or no package
    static ObjectFile read(String name, byte[] json) {
        try {
            JsonObject root = JsonObject.parse(json);
            JsonObject meta = required(root, "meta");
            EunomiaPackage file = new EunomiaPackage(root, meta, required(meta, "bpf_skel"));
            return new ObjectFile(name.replaceFirst("\\.json$", ""), file.object(), file.info());
        } catch (IOException e) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "read '" + name + "'",
                                    "it is no eunomia-bpf package that can be read: "
                                            + firstLine(e))
                            .observe("bytes", json.length)
                            .advise(
                                    "give a package.json made by ecc, or an ELF object made by"
                                            + " clang -target bpf -g"),
                    e);
        }
    }

    /// Jackson's messages quote the file, and tell where on a second line.
    private static String firstLine(IOException e) {
        return BtfText.safe(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    private static JsonObject required(JsonObject parent, String name) throws IOException {
        return parent.object(name)
                .orElseThrow(() -> new IOException("it has no member '" + name + "'"));
    }

    private byte[] object() throws IOException {
        String encoded =
                root.text("bpf_object")
                        .orElseThrow(() -> new IOException("it has no member 'bpf_object'"));
        Optional<Integer> size = root.integer("bpf_object_size");
        byte[] compressed;
        try {
            compressed = base64(encoded);
        } catch (IllegalArgumentException e) {
            throw new IOException("its bpf_object is no base64: " + e.getMessage(), e);
        }
        byte[] object = inflate(compressed, size.orElse(MAX_OBJECT_BYTES));
        if (size.isPresent() && object.length != size.get()) {
            throw new IOException(
                    "its bpf_object has %d bytes, bpf_object_size says %d"
                            .formatted(object.length, size.get()));
        }
        return object;
    }

    /// Base64, in lines or in one.
    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    }

    private static byte[] inflate(byte[] compressed, int declared) throws IOException {
        int limit = Math.clamp(declared, 0, MAX_OBJECT_BYTES);
        byte[] object = new byte[Math.min(limit + 1, Math.max(1 << 16, compressed.length * 4))];
        int length = 0;
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(compressed);
            while (!inflater.finished()) {
                int more = inflater.inflate(object, length, object.length - length);
                length += more;
                if (length > limit) {
                    throw new IOException(
                            "its bpf_object inflates to more than %d bytes".formatted(limit));
                }
                if (more == 0 && length < object.length) {
                    throw new IOException("its bpf_object ends too early, or needs a dictionary");
                }
                if (length == object.length) {
                    object = Arrays.copyOf(object, Math.min(limit + 1, length * 2));
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("its bpf_object is not compressed by zlib: " + e.getMessage(), e);
        }
        return Arrays.copyOf(object, length);
    }

    private PackageInfo info() throws IOException {
        String version = meta.text("eunomia_version").map(v -> " " + v).orElse("");
        return new PackageInfo(
                "eunomia-bpf package" + version, description(), records(), exported(), options());
    }

    private String description() throws IOException {
        Optional<JsonObject> doc = skeleton.object("doc");
        if (doc.isEmpty()) {
            return "";
        }
        Optional<String> brief = doc.get().text("brief");
        return brief.isPresent() ? brief.get() : doc.get().text("description").orElse("");
    }

    private Map<String, RecordHint> records() throws IOException {
        Map<String, RecordHint> hints = new HashMap<>();
        for (JsonObject map : skeleton.objects("maps")) {
            if (map.hasObject("export_config")) {
                Optional<Integer> type = required(map, "export_config").integer("btf_type_id");
                Optional<String> name = map.text("name");
                if (type.isPresent() && name.isPresent()) {
                    String source = "export_config of the package";
                    hints.put(name.get(), RecordHint.ofId(type.get(), "", source));
                }
            }
        }
        return hints;
    }

    private List<RecordHint> exported() throws IOException {
        List<RecordHint> hints = new ArrayList<>();
        if (meta.hasObject("export_types")) { // the oldest layout
            JsonObject types = required(meta, "export_types");
            Optional<Btf> btf = exportedBtf(types);
            for (JsonObject struct : types.objects("structs")) {
                hints.add(new RecordHint(btf, struct.integer("id"), nameOf(struct), SOURCE));
            }
            return hints;
        }
        for (JsonObject type : meta.objects("export_types")) {
            Optional<Integer> id = type.integer("type_id");
            hints.add(new RecordHint(Optional.empty(), id, nameOf(type), SOURCE));
        }
        return hints;
    }

    private static Optional<Btf> exportedBtf(JsonObject types) throws IOException {
        Optional<String> encoded = types.text("export_btf");
        try {
            return encoded.map(text -> Btf.parse(base64(text)));
        } catch (IllegalArgumentException | BtfException e) {
            throw new IOException("its export_btf is no BTF in base64: " + e.getMessage(), e);
        }
    }

    private static String nameOf(JsonObject type) throws IOException {
        return type.text("name")
                .orElseThrow(() -> new IOException("one of its export_types has no name"));
    }

    private Map<String, OptionHint> options() throws IOException {
        Map<String, OptionHint> options = new HashMap<>();
        for (JsonObject section : skeleton.objects("data_sections")) {
            for (JsonObject variable : section.objects("variables")) {
                Optional<String> name = variable.text("name");
                if (name.isPresent()) {
                    options.put(name.get(), option(variable));
                }
            }
        }
        return options;
    }

    private static OptionHint option(JsonObject variable) throws IOException {
        Optional<JsonObject> argument = variable.object("cmdarg");
        Optional<String> description = variable.text("description");
        Optional<String> value = variable.scalar("value");
        if (argument.isEmpty()) {
            return new OptionHint(Optional.empty(), Optional.empty(), description, value);
        }
        Optional<String> help = argument.get().text("help");
        Optional<String> preset = argument.get().scalar("default");
        return new OptionHint(
                argument.get().text("long"),
                argument.get().text("short"),
                help.isPresent() ? help : description,
                preset.isPresent() ? preset : value);
    }
}

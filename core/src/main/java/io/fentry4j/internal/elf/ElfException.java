package io.fentry4j.internal.elf;

import java.io.Serial;

/// Bytes that are not the ELF that this reader understands; the message names the offset.
public final class ElfException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    public ElfException(String message) {
        super(message);
    }
}

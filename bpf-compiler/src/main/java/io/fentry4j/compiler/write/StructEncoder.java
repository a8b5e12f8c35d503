package io.fentry4j.compiler.write;

import com.palantir.javapoet.CodeBlock;
import io.fentry4j.compiler.model.Component;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.JavaRecord;
import io.fentry4j.compiler.model.Scalar;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Writes the statements that put a record's components, and zeros between them.
///
/// Padding is written too, because the kernel compares a map's keys by all of their bytes. Bit
/// fields are put together byte by byte.
final class StructEncoder {

    private final JavaRecord record;
    private final Encoding encoding;
    private final BitSet written = new BitSet();
    private final List<CodeBlock> statements = new ArrayList<>();
    private boolean checksRanges;

    StructEncoder(JavaRecord record, Encoding encoding) {
        this.record = record;
        this.encoding = encoding;
    }

    /// Whether the statements call `requireRange`.
    boolean checksRanges() {
        return checksRanges;
    }

    List<CodeBlock> statements() {
        List<Component> bitFields = new ArrayList<>();
        for (Component component : record.components()) {
            if (component.bits().isPresent()) {
                bitFields.add(component);
                checkRange(component);
            } else {
                statements.add(
                        encoding.value(
                                component.type(),
                                Decoding.offset(component.offset()),
                                CodeBlock.of("value.$N()", component.javaName()),
                                Names.capitalized(component.javaName())));
                written.set(component.offset(), component.offset() + component.type().size());
            }
        }
        addBitFields(bitFields);
        addPadding();
        return statements;
    }

    private void checkRange(Component component) {
        int count = component.bits().orElseThrow().count();
        Scalar scalar = scalar(component);
        if (scalar == Scalar.BOOL || count == Long.SIZE) {
            return;
        }
        checksRanges = true;
        long min = scalar.signed() ? -1L << (count - 1) : 0;
        long max = scalar.signed() ? (1L << (count - 1)) - 1 : (1L << count) - 1;
        statements.add(
                CodeBlock.of(
                        "requireRange($S, $L, $LL, $LL)",
                        record.cName() + "." + component.cName(),
                        number(component),
                        min,
                        max));
    }

    private void addBitFields(List<Component> bitFields) {
        BitSet bytes = new BitSet();
        for (Component component : bitFields) {
            Component.Bits bits = component.bits().orElseThrow();
            bytes.set(bits.firstByte(), bits.lastByte() + 1);
        }
        bytes.stream().forEach(index -> addByte(index, bitFields));
        written.or(bytes);
    }

    private void addByte(int index, List<Component> bitFields) {
        List<CodeBlock> parts = new ArrayList<>();
        for (Component component : bitFields) {
            Component.Bits bits = component.bits().orElseThrow();
            int low = Math.max(0, index * 8 - bits.first());
            int end = Math.min(bits.count(), index * 8 + 8 - bits.first());
            if (low < end) {
                int mask = (1 << (end - low)) - 1;
                int up = bits.first() + low - index * 8;
                CodeBlock number = number(component);
                CodeBlock shifted = low == 0 ? number : CodeBlock.of("$L >> $L", number, low);
                CodeBlock part = CodeBlock.of("($L & $L)", shifted, mask);
                parts.add(up == 0 ? part : CodeBlock.of("$L << $L", part, up));
            }
        }
        statements.add(
                CodeBlock.of(
                        "writer.putByte($L, (byte) ($L))",
                        Decoding.offset(index),
                        CodeBlock.join(parts, " | ")));
    }

    private static Scalar scalar(Component component) {
        return component.type() instanceof FieldType.EnumValue value
                ? value.type().storage()
                : (Scalar) component.type();
    }

    private static CodeBlock number(Component component) {
        if (component.type() instanceof FieldType.EnumValue) {
            return CodeBlock.of("value.$N().value()", component.javaName());
        }
        return component.type() == Scalar.BOOL
                ? CodeBlock.of("(value.$N() ? 1 : 0)", component.javaName())
                : CodeBlock.of("value.$N()", component.javaName());
    }

    private void addPadding() {
        int at = written.nextClearBit(0);
        while (at < record.size()) {
            int end = written.nextSetBit(at);
            int gap = (end < 0 ? record.size() : Math.min(end, record.size())) - at;
            int size = Math.min(Integer.highestOneBit(gap), Long.BYTES);
            String zero = size < Integer.BYTES ? "(" + (size == 1 ? "byte" : "short") + ") 0" : "0";
            statements.add(
                    CodeBlock.of(
                            "writer.put$L($L, $L)",
                            Scalar.integer(size, true).accessor(),
                            Decoding.offset(at),
                            zero));
            written.set(at, at + size);
            at = written.nextClearBit(at);
        }
    }
}

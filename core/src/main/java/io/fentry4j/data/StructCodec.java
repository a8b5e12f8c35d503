package io.fentry4j.data;

import java.util.ArrayList;
import java.util.List;

/// A struct or a union.
record StructCodec(int size, long values, List<Member> members) implements BtfCodec {

    /// A member and its place.
    record Member(String name, int offset, BtfCodec codec) {}

    StructCodec {
        members = List.copyOf(members);
    }

    @Override
    public BtfValue read(RecordView view, int offset) {
        List<BtfValue.Field> fields = new ArrayList<>(members.size());
        for (Member member : members) {
            BtfValue value = member.codec().read(view, offset + member.offset());
            if (member.name().isEmpty() && value instanceof BtfValue.Struct anonymous) {
                fields.addAll(anonymous.fields());
            } else {
                fields.add(new BtfValue.Field(member.name(), value));
            }
        }
        return new BtfValue.Struct(fields);
    }
}

package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;

/// A value of the kernel: its place and its type.
///
/// @param typeId the type, without `stars`
/// @param stars how many pointers deep the type is wrapped: types of casts need not be in the BTF
/// @param bits the size of a bit field; 0 if it is none
/// @param shift where a bit field begins, counted from the lowest bit at the place
/// @param returned whether it is there at the return of the function only
record Value(Place place, int typeId, int stars, int bits, int shift, boolean returned) {

    static Value of(Place place, int typeId) {
        return new Value(place, typeId, 0, 0, 0, false);
    }

    /// What is behind names and qualifiers; a pointer for as long as there are stars.
    BtfType type(Btf btf) {
        return stars > 0 ? new BtfType.Ptr(0, 0) : btf.resolve(typeId);
    }

    boolean isPointer(Btf btf) {
        return type(btf) instanceof BtfType.Ptr;
    }

    /// What the pointer points to.
    Value target(Btf btf) {
        Place behind = new Place.Memory(place, 0);
        return stars > 0
                ? new Value(behind, typeId, stars - 1, 0, 0, returned)
                : new Value(
                        behind, ((BtfType.Ptr) btf.resolve(typeId)).typeId(), 0, 0, 0, returned);
    }

    Value at(Place other, int otherType) {
        return new Value(other, otherType, 0, 0, 0, returned);
    }

    /// The type in C.
    String toC(Btf btf) {
        String type = btf.toC(typeId);
        if (stars == 0) {
            return type;
        }
        return type + (type.endsWith("*") ? "" : " ") + "*".repeat(stars);
    }
}

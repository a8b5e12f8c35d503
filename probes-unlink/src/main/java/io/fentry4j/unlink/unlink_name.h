/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * Reading a name whose length nobody knows.
 *
 * bpf_probe_read_kernel_str copies byte by byte: 10 to 14 instructions a byte. Most names are short,
 * so a fixed number of bytes is read at once and the NUL looked for eight bytes at a time; a 24-byte
 * name costs half of that (Linux 6.1 and 6.12).
 */
#ifndef UNLINK_NAME_H
#define UNLINK_NAME_H

#define NAME_LONGER (-1) /* than NAME_SHORT, or it cannot be read like this */
#define USER_PART 511    /* the kernel formats into a buffer of 512 bytes */

/* Sets what follows the first NUL in the word to 0; false if there is no NUL. */
static __always_inline bool ends_in(__u64 *word)
{
    __u64 nul = (*word - 0x0101010101010101ULL) & ~*word & 0x8080808080808080ULL;
    if (!nul)
        return false;
    *word &= ((nul & -nul) >> 7) - 1;
    return true;
}

/*
 * Reads `size` bytes and gives the length up to the end of the word with the NUL. What was read
 * behind that is other memory of the kernel's: `to` must not reach user space from there on.
 */
static __always_inline long read_part(char *to, const char *from, const int size)
{
    if (bpf_probe_read_kernel(to, size, from))
        return NAME_LONGER;
#pragma unroll
    for (int i = 0; i < size; i += 8)
        if (ends_in((__u64 *)(to + i)))
            return i + 8;
    return 0;
}

/* The bytes of the name, filled up with NULs to 8, or NAME_LONGER. */
static __always_inline long read_short_name(char *to, const char *from)
{
    long bytes = read_part(to, from, NAME_FIRST);
    if (bytes)
        return bytes;
#pragma unroll
    for (int at = NAME_FIRST; at < NAME_SHORT; at += NAME_PART) {
        bytes = read_part(to + at, from + at, NAME_PART);
        if (bytes)
            return bytes < 0 ? bytes : at + bytes;
    }
    return NAME_LONGER;
}

/* From the caller's memory, into PATH_CAPACITY bytes; the bytes with the NUL, or negative. */
static __always_inline long read_user_name(char *to, const char *from)
{
    /*
     * Not bpf_probe_read_user_str: where the kernel refuses to read its own memory libbpf takes it
     * for one without that helper and puts the forbidden bpf_probe_read_str in its place.
     */
    static const char format[] = "%pus";
    __u32 at = 0;
#pragma unroll
    for (int part = 0; part < PATH_CAPACITY / USER_PART + 1; part++, at += USER_PART) {
        __u64 address = (__u64)from + at;
        __u32 room = PATH_CAPACITY - at < USER_PART + 1 ? PATH_CAPACITY - at : USER_PART + 1;
        long bytes = bpf_snprintf(to + at, room, format, &address, sizeof(address));
        if (bytes < 0)
            return bytes;
        if (bytes < USER_PART + 1)
            return at + bytes;
    }
    return PATH_CAPACITY;
}

#endif

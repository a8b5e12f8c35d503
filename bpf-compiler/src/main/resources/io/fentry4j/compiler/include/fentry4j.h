/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * The one header that a program in a @BPF class includes.
 *
 * It brings the kernel's user-space BPF types, libbpf's helpers and the kernel types that tracing
 * programs use most. To work with the types of a whole kernel, include "vmlinux.h" before it and
 * name the kernel with -Afentry4j.vmlinux=PATH.
 */
#ifndef FENTRY4J_H
#define FENTRY4J_H

#ifndef __VMLINUX_H__
#include <linux/types.h>
#include <linux/bpf.h>
#endif

#include "fentry4j/kernel_types.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

/* stdbool.h is clang's own, but vmlinux.h has a bool of the kernel's. */
#ifndef __VMLINUX_H__
#include <stdbool.h>
#endif

/*
 * A BPF ring buffer of `bytes` (a power of two of at least one page) that carries records of the
 * type `record`, for which a Java record is generated:
 *
 *     RING_BUFFER(events, struct unlink_event, 256 * 1024);
 *
 * A pointer in a section that libbpf does not load takes the type into the object's BTF and ties it
 * to the map by name.
 */
#define RING_BUFFER(name, record, bytes)                  \
	struct {                                          \
		__uint(type, BPF_MAP_TYPE_RINGBUF);       \
		__uint(max_entries, (bytes));             \
	} name SEC(".maps");                              \
	FENTRY4J_TYPE(record, __fentry4j_ring_##name)

/* Generates a Java record for a type that reaches user space in some other way. */
#define RECORD(type) FENTRY4J_TYPE(type, FENTRY4J_NAME(__fentry4j_type_, __COUNTER__))

#define FENTRY4J_TYPE(type, name) type *const name SEC("fentry4j.types") = 0
#define FENTRY4J_NAME(prefix, number) FENTRY4J_NAME_(prefix, number)
#define FENTRY4J_NAME_(prefix, number) prefix##number

#endif

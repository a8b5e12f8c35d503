package io.fentry4j.tests.maps;

import io.fentry4j.annotation.BPF;

/// A map of each kind, and programs that user space runs to use them from the kernel's side.
@BPF(license = "Dual BSD/GPL")
interface MapProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct place {
                __u32 device;
                __u16 unit;
                char label[6];
            };

            struct usage {
                __u64 count;
                __s32 last;
                bool seen;          /* three bytes of padding after it */
            };

            struct triple {
                __u32 first, second, third; /* 12 bytes: not a multiple of 8 */
            };

            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 64);
                __type(key, struct place);
                __type(value, struct usage);
            } places SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_LRU_HASH);
                __uint(max_entries, 1024);
                __type(key, __u32);
                __type(value, __u64);
            } recent SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY);
                __uint(max_entries, 8);
                __type(key, __u32);
                __type(value, struct usage);
            } slots SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
                __uint(max_entries, 16);
                __type(key, __u32);
                __type(value, struct triple);
            } triples SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
                __uint(max_entries, 4);
                __type(key, __u32);
                __type(value, __u64);
            } totals SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
                __uint(map_flags, BPF_F_NO_PREALLOC);
                __type(key, int);
                __type(value, struct usage);
            } tasks SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_QUEUE);
                __uint(max_entries, 3);
                __type(value, __u32);
            } jobs SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_STACK);
                __uint(max_entries, 3);
                __type(value, struct usage);
            } undo SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_STACK_TRACE);
                __uint(max_entries, 64);
                __uint(key_size, sizeof(__u32));
                __uint(value_size, 16 * sizeof(__u64));
            } traces SEC(".maps");

            struct inner {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 8);
                __type(key, __u32);
                __type(value, __u64);
            } inner_one SEC(".maps"), inner_two SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
                __uint(max_entries, 2);
                __type(key, __u32);
                __array(values, struct inner);
            } by_index SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
                __uint(max_entries, 2);
                __type(key, __u64);
                __array(values, struct inner);
            } by_name SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_LPM_TRIE);
                __uint(map_flags, BPF_F_NO_PREALLOC);
                __uint(max_entries, 4);
                __uint(key_size, 8);
                __uint(value_size, 4);
            } routes SEC(".maps");

            RING_BUFFER(numbers, __u64, 4096);

            const volatile __u32 wanted_device = 7;
            __s32 threshold = -3;
            struct usage last_usage;
            __u64 runs;

            /* Each CPU leaves its number + 1 in its own value and counts in the first total. */
            SEC("syscall")
            int mark_cpu(void *context)
            {
                __u32 key = 1, zero = 0, cpu = bpf_get_smp_processor_id();
                struct triple none = {}, *triple;
                __u64 *total = bpf_map_lookup_elem(&totals, &zero);
                if (total)
                    *total += 1;
                bpf_map_update_elem(&triples, &key, &none, BPF_NOEXIST);
                triple = bpf_map_lookup_elem(&triples, &key);
                if (triple) {
                    triple->first = cpu + 1;
                    triple->third = 1000 + cpu;
                }
                return cpu;
            }

            SEC("syscall")
            int use_place(struct place *place)
            {
                struct place key = *place;
                struct usage new = {.count = 1, .last = threshold, .seen = true};
                struct usage *usage = bpf_map_lookup_elem(&places, &key);
                if (usage)
                    usage->count++;
                else
                    bpf_map_update_elem(&places, &key, &new, BPF_ANY);
                last_usage = usage ? *usage : new;
                return key.device == wanted_device;
            }

            SEC("syscall")
            int count_task(void *context)
            {
                struct usage *usage = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), 0,
                                                           BPF_LOCAL_STORAGE_GET_F_CREATE);
                return usage ? ++usage->count : -1;
            }

            /* What user space put for key 5 into the inner map at index 1, or a negative number. */
            SEC("syscall")
            int read_inner(void *context)
            {
                __u32 index = 1, key = 5;
                __u64 *value;
                void *inner = bpf_map_lookup_elem(&by_index, &index);
                if (!inner)
                    return -1;
                value = bpf_map_lookup_elem(inner, &key);
                return value ? *value : -2;
            }

            SEC("syscall")
            int emit(void *context)
            {
                __u64 number = ++runs;
                return bpf_ringbuf_output(&numbers, &number, sizeof(number), 0);
            }
            """;
}

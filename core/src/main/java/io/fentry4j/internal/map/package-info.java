/// Maps by their file descriptors: typed entries one by one and in batches, walks over all keys,
/// pins, and the failures of each.
package io.fentry4j.internal.map;

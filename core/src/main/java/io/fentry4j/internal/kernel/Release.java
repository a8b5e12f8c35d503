package io.fentry4j.internal.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel's release, such as `6.12.117+deb12-amd64`.
public record Release(String text) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

    /// Whether it is at least `major.minor`; true for one that cannot be read, because what is
    /// asked for is whether an old kernel's limit stands against something.
    public boolean atLeast(int major, int minor) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            return true;
        }
        int found = Integer.parseInt(version.group(1));
        return found > major || (found == major && Integer.parseInt(version.group(2)) >= minor);
    }
}

package pipeline.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/** Whose a file is, and who may change it: what stands in some files can run anything as the user. */
public final class FileOwnership {

    private static final Path THIS_PROCESS = Path.of("/proc/self");

    private FileOwnership() {}

    /**
     * Returns why a file must not be relied on, which is that it belongs neither to the user nor to root, or that others may write to
     * it; empty if it may be, and where a system does not say it. Of a link both it and what it leads to count. A group of the user's own
     * name is the user's alone.
     */
    public static Optional<String> fault(Path file) {
        Optional<String> ofLink = attributes(file, LinkOption.NOFOLLOW_LINKS)
                .filter(attributes -> !isTrusted(attributes.owner()))
                .map(attributes -> "belongs to " + attributes.owner().getName());
        return ofLink.isPresent() ? ofLink : faultOfTarget(file);
    }

    private static Optional<String> faultOfTarget(Path file) {
        return attributes(file).flatMap(attributes -> {
            Set<PosixFilePermission> rights = attributes.permissions();
            boolean isOwnGroup =
                    attributes.group().getName().equals(attributes.owner().getName());
            if (!isTrusted(attributes.owner())) {
                return Optional.of("belongs to " + attributes.owner().getName());
            }
            return rights.contains(PosixFilePermission.OTHERS_WRITE)
                            || (rights.contains(PosixFilePermission.GROUP_WRITE) && !isOwnGroup)
                    ? Optional.of("may be written by others (chmod go-w takes that away)")
                    : Optional.empty();
        });
    }

    /** Returns why a directory must not be relied on, as {@link #fault} does; one that its group may write to is shared on purpose. */
    public static Optional<String> faultOfShared(Path directory) {
        return attributes(directory).flatMap(attributes -> {
            Set<PosixFilePermission> rights = attributes.permissions();
            if (rights.contains(PosixFilePermission.OTHERS_WRITE)) {
                return Optional.of("may be written by everybody (chmod o-w takes that away)");
            }
            return rights.contains(PosixFilePermission.GROUP_WRITE) || isTrusted(attributes.owner())
                    ? Optional.empty()
                    : Optional.of("belongs to " + attributes.owner().getName());
        });
    }

    private static boolean isTrusted(UserPrincipal owner) {
        try {
            return owner.equals(self()) || owner.equals(principal("root"));
        } catch (IOException | UnsupportedOperationException e) {
            // where nobody knows who the user is, nobody can say that it is another one
            return true;
        }
    }

    private static UserPrincipal self() throws IOException {
        return Files.exists(THIS_PROCESS) ? Files.getOwner(THIS_PROCESS) : principal(System.getProperty("user.name"));
    }

    private static UserPrincipal principal(String name) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }

    private static Optional<PosixFileAttributes> attributes(Path file, LinkOption... options) {
        try {
            return Optional.of(Files.readAttributes(file, PosixFileAttributes.class, options));
        } catch (IOException | UnsupportedOperationException e) {
            // what is not there, or cannot be read, is reported by its user
            return Optional.empty();
        }
    }
}

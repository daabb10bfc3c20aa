package pipeline.remote.sshconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Refuses files that other users could have written, since commands in them run as the user. */
final class SshConfigPermissions {

    private SshConfigPermissions() {}

    /** Takes files of the user or of root that only their owner, or the group of the owner's own name, may write. */
    static void check(Path file) throws SshConfigException {
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, PosixFileAttributes.class);
        } catch (IOException e) {
            throw SshConfigFile.unreadable(file, e);
        }
        String owner = attributes.owner().getName();
        if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
            throw new SshConfigException("the SSH configuration " + file + " belongs to " + owner
                    + ", who could run anything as you by it; make it your own");
        }
        Set<PosixFilePermission> may = attributes.permissions();
        boolean group = may.contains(PosixFilePermission.GROUP_WRITE)
                && !attributes.group().getName().equals(owner);
        if (group || may.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new SshConfigException("the SSH configuration " + file + " may be written by "
                    + (group ? "the group " + attributes.group().getName() : "everybody")
                    + ", who could run anything as you by it; run: chmod go-w " + file);
        }
    }
}

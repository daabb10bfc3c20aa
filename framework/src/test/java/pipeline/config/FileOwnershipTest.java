package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileOwnershipTest {

    private final UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"rw-------, true", "rw-r--r--, true", "rw-rw-r--, true", "rw-r--rw-, false", "rw-rw-rw-, false"})
    void a_file_of_the_user_may_be_written_by_nobody_else(String rights, boolean isTrusted) throws IOException {
        Path file = file(rights);
        assumeTrue(Files.getOwner(file).getName().equals(group(file)), "the user has a group of the same name");

        assertThat(FileOwnership.fault(file).isEmpty()).isEqualTo(isTrusted);
    }

    @Test
    void a_group_that_is_not_the_users_own_is_others() throws IOException {
        Path file = file("rw-rw-r--");
        assumeTrue(isRoot(file), "only root may give files to others");
        Files.getFileAttributeView(file, PosixFileAttributeView.class)
                .setGroup(names.lookupPrincipalByGroupName("daemon"));

        assertThat(FileOwnership.fault(file)).contains("may be written by others (chmod go-w takes that away)");
        assertThat(FileOwnership.faultOfShared(file)).isEmpty();
    }

    @Test
    void a_file_of_somebody_else_is_not_relied_on() throws IOException {
        Path file = file("rw-r--r--");
        assumeTrue(isRoot(file), "only root may give files to others");
        Files.setOwner(file, names.lookupPrincipalByName("daemon"));

        assertThat(FileOwnership.fault(file)).contains("belongs to daemon");
        assertThat(FileOwnership.faultOfShared(file)).contains("belongs to daemon");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(FileOwnership.fault(link)).contains("belongs to daemon");
    }

    @Test
    void a_link_of_somebody_else_is_not_relied_on_whatever_it_leads_to() throws IOException {
        Path file = file("rw-r--r--");
        assumeTrue(isRoot(file), "only root may give files to others");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(FileOwnership.fault(link)).isEmpty();
        Files.getFileAttributeView(link, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(names.lookupPrincipalByName("daemon"));

        assertThat(FileOwnership.fault(link)).contains("belongs to daemon");
    }

    @Test
    void a_directory_that_everybody_may_write_is_not_relied_on() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("d"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(FileOwnership.faultOfShared(shared))
                .contains("may be written by everybody (chmod o-w takes that away)");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(FileOwnership.faultOfShared(shared)).isEmpty();
    }

    @Test
    void what_is_not_there_is_left_to_its_user_to_report() {
        assertThat(FileOwnership.fault(directory.resolve("none"))).isEmpty();
    }

    private Path file(String rights) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private static boolean isRoot(Path file) throws IOException {
        return Files.getOwner(file).getName().equals("root");
    }

    private static String group(Path file) throws IOException {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class)
                .readAttributes()
                .group()
                .getName();
    }
}

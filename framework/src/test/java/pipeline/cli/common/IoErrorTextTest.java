package pipeline.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoErrorTextTest {

    @Test
    void the_reason_of_a_file_error_names_the_file_and_no_class() {
        assertThat(IoErrorText.of(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
        assertThat(IoErrorText.of(new NoSuchFileException("/a"))).isEqualTo("/a: no such file or directory");
        assertThat(IoErrorText.of(new FileAlreadyExistsException("/a")))
                .isEqualTo("/a: is there already and is no directory");
        assertThat(IoErrorText.of(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("/a: Read-only file system");
        assertThat(IoErrorText.of(new IOException("No space left on device"))).isEqualTo("No space left on device");
    }
}

package pipeline.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import pipeline.recipe.UsageException;

/** What stands in mapfiles of which jobs know only the names: other content is other work. */
final class MapfileDigest {

    private MapfileDigest() {}

    /**
     * Returns the SHA-256 of all of them, in their order.
     *
     * @throws UsageException if one cannot be read any more
     */
    static String of(List<String> files) {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (String file : files) {
                MessageDigest one = MessageDigest.getInstance("SHA-256");
                all.update(one.digest(Files.readAllBytes(Path.of(file))));
            }
            return HexFormat.of().formatHex(all.digest());
        } catch (IOException e) {
            throw new UsageException("a mapfile cannot be read any more: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this Java", e);
        }
    }
}

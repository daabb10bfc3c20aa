package pipeline.store.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;

class SqliteJobTableIT extends JobTableContract {

    @TempDir
    private Path directory;

    @Override
    JobTable open() {
        return JobTables.inFile(directory.resolve("jobs.sqlite"));
    }
}

package pipeline.documents;

class JobTableDocumentIT extends DocumentContract {
    JobTableDocumentIT() {
        super("docs/job-table.md");
    }
}

package pipeline.store.sql;

import pipeline.testing.stores.PostgresServer;

class PostgresFaultsIT extends ServerFaultsContract {

    PostgresFaultsIT() {
        super(PostgresServer::new);
    }
}

/** The module of a worker thread that is busy with something else and never calls runWorker. */
setInterval(() => undefined, 60_000);

/** Required by a server that is profiled: Node writes the profile when the process exits, but not when a signal ends it. */
process.once('SIGTERM', () => {
    process.exit(0);
});

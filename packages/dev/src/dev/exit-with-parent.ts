// Preloaded into the chaincode's process. The command's process holds the other end of the IPC channel: when it is gone,
// whatever has killed it, the chaincode's process goes, too.
process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
});
// A package that has nothing else to wait for ends as it would without us.
process.channel?.unref();

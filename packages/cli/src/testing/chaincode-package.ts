/**
 * The source of a chaincode that answers `name` with a name, and `hold` when the process gets SIGUSR2. That it holds is
 * in the log.
 */
export function chaincodeCalled(name: string): string {
    return `
        const released = new Promise((resolve) => process.once('SIGUSR2', resolve));
        exports.chaincode = {
            Init: async () => ({ status: 200 }),
            async Invoke(stub) {
                if (stub.getFunctionAndParameters().fcn === 'hold') {
                    process.stderr.write('{"level":"info","msg":"holding"}\\n');
                    await released;
                    await stub.putState('held', 'by ${name}');
                }
                return { status: 200, payload: '${name}' };
            },
        };`;
}

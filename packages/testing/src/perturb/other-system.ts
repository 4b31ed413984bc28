/** Where another machine has its folders. */
export const OTHER_FOLDER = '/another/machine';

const twice = (bytes: unknown): number => Number(bytes) * 2;

/** What another machine tells of itself, by the function of node:os and its answer here. */
export const OTHER_SYSTEM: Readonly<Record<string, (real: unknown) => unknown>> = {
    cpus: (cpus) => [...(cpus as unknown[]), ...(cpus as unknown[])],
    availableParallelism: twice,
    freemem: twice,
    totalmem: twice,
    homedir: () => OTHER_FOLDER,
    tmpdir: () => OTHER_FOLDER,
    hostname: () => 'another-machine',
    loadavg: () => [7, 7, 7],
    networkInterfaces: () => ({}),
    uptime: twice,
    userInfo: (info) => ({ ...(info as object), username: 'another', homedir: OTHER_FOLDER }),
    release: () => '0.0.0',
    version: () => 'another',
};

/** What can be measured, by its name on the command line: a server may leave some out, and a workload some servers. */
export type WorkloadName =
    | 'noop'
    | 'dto'
    | 'getput'
    | 'rw10'
    | 'range'
    | 'pages'
    | 'copy100k'
    | 'copy1m'
    | 'gets100'
    | 'puts100'
    | 'puts1000'
    | 'deferred100'
    | 'deferred1000'
    | 'entities10'
    | 'cpu1ms';

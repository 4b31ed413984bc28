/** What can be measured, by its name on the command line: a server may leave some out, and a workload some servers. */
export type WorkloadName = 'noop' | 'dto' | 'getput' | 'rw10' | 'range' | 'copy100k' | 'copy1m' | 'gets100' | 'cpu1ms';

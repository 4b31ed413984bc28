/** Between peers and several servers of the same chaincode: an entry of its own, since servers do not load it. */
export { Router, type RouteStatus, type ServerStatus } from './router/router';
export type { RoutedOutcome, RoutedReport, RouterObserver } from './router/router-observer';
export type { Lookup, RouteOptions, RouterOptions } from './router/router-options';

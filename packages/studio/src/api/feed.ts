import type { ChaincodeState, RunMark } from './chaincode';
import type { Coverage } from './channel';
import type { Summary } from './transaction';

export type FeedLine =
    | { readonly kind: 'hello'; readonly run: string; readonly seq: number; readonly reverts: number }
    | {
          /** The ledger went back: what was told up to this number is to be asked for anew. */
          readonly kind: 'reverted';
          readonly height: number;
          readonly reverts: number;
          readonly seq: number;
      }
    | { readonly kind: 'transactions'; readonly items: readonly Summary[] }
    | {
          readonly kind: 'commits';
          readonly block: number;
          readonly time: string;
          readonly items: readonly {
              readonly id: string;
              readonly code: string;
              readonly txNumber: number;
              readonly ms: number;
          }[];
      }
    | { readonly kind: 'chaincode'; readonly chaincodes: readonly ChaincodeState[]; readonly marks: readonly RunMark[] }
    | {
          /** The transactions with these numbers were left out, and the commits of these blocks; none where `from` is above `to`. */
          readonly kind: 'gap';
          readonly from: number;
          readonly to: number;
          readonly blocks?: { readonly from: number; readonly to: number };
      }
    | { readonly kind: 'coverage'; readonly coverage: Coverage }
    | { readonly kind: 'rate'; readonly perSecond: number }
    | { readonly kind: 'ping' };

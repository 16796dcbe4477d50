namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// The pairs of sequences worth aligning: of each pair its best diagonal, of each query its best pairs. What is kept depends on the pairs
/// alone, not on the order in which they come. Safe for concurrent additions.
/// </summary>
/// <param name="queries">Number of queries.</param>
/// <param name="limit">Pairs kept of a query.</param>
internal sealed class CandidateStore(int queries, int limit)
{
    /// <summary>Queries that share a list and a lock: few enough that threads seldom meet.</summary>
    private const int StripeShift = 5;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, (queries >> StripeShift) + 1).Select(_ => new Stripe(limit))];

    /// <summary>Takes note of a pair, which may be there already.</summary>
    public void Add(int query, int target, int score, int diagonal) => _stripes[query >> StripeShift].Add(query, target, score, diagonal);

    /// <summary>The pairs of a query, best first. One caller at a time.</summary>
    public Candidate[] Of(int query) => _stripes[query >> StripeShift].Of(query);

    private sealed class Stripe(int limit)
    {
        private readonly Lock _lock = new();
        private ulong[] _pairs = new ulong[64];
        private ulong[] _values = new ulong[64];
        private int _count;
        private bool _isCompact = true;

        public void Add(int query, int target, int score, int diagonal)
        {
            lock (_lock)
            {
                if (_count == _pairs.Length)
                    MakeRoom();
                _pairs[_count] = ((ulong)query << 32) | (uint)target;
                // Ascending order puts the highest score first, then the lowest diagonal.
                _values[_count++] = ((ulong)(uint)~score << 32) | ((uint)diagonal ^ 0x80000000);
                _isCompact = false;
            }
        }

        public Candidate[] Of(int query)
        {
            lock (_lock)
            {
                if (!_isCompact)
                    Compact();
                var begin = FirstAtLeast((ulong)query << 32);
                var end = FirstAtLeast((ulong)(query + 1) << 32);
                var candidates = new Candidate[end - begin];
                for (var i = begin; i < end; i++)
                    candidates[i - begin] = new Candidate(
                        (int)(uint)_pairs[i],
                        (int)~(uint)(_values[i] >> 32),
                        (int)((uint)_values[i] ^ 0x80000000)
                    );
                Array.Sort(candidates);
                return candidates;
            }
        }

        private int FirstAtLeast(ulong pair)
        {
            var found = Array.BinarySearch(_pairs, 0, _count, pair);
            return found >= 0 ? found : ~found;
        }

        private void MakeRoom()
        {
            Compact();
            if (_count <= _pairs.Length / 2)
                return;
            Array.Resize(ref _pairs, _pairs.Length * 2);
            Array.Resize(ref _values, _values.Length * 2);
        }

        /// <summary>Sorts by pair, keeps the best of each pair and the best pairs of each query.</summary>
        private void Compact()
        {
            Array.Sort(_pairs, _values, 0, _count);
            var kept = 0;
            for (var i = 0; i < _count; i++)
                if (kept > 0 && _pairs[kept - 1] == _pairs[i])
                    _values[kept - 1] = Math.Min(_values[kept - 1], _values[i]);
                else
                    (_pairs[kept], _values[kept++]) = (_pairs[i], _values[i]);
            _count = 0;
            for (var begin = 0; begin < kept; )
            {
                var end = begin + 1;
                while (end < kept && _pairs[end] >> 32 == _pairs[begin] >> 32)
                    end++;
                Keep(begin, end);
                begin = end;
            }
            _isCompact = true;
        }

        private void Keep(int begin, int end)
        {
            if (end - begin > limit)
            {
                Array.Sort(_values, _pairs, begin, end - begin);
                SettleTies(begin, ref end);
                Array.Sort(_pairs, _values, begin, end - begin);
            }
            Array.Copy(_pairs, begin, _pairs, _count, end - begin);
            Array.Copy(_values, begin, _values, _count, end - begin);
            _count += end - begin;
        }

        /// <summary>Cuts pairs sorted by value to the limit; among those as good as the last, the lowest targets stay.</summary>
        private void SettleTies(int begin, ref int end)
        {
            var last = _values[begin + limit - 1];
            var (first, behind) = (begin + limit - 1, begin + limit);
            while (first > begin && _values[first - 1] == last)
                first--;
            while (behind < end && _values[behind] == last)
                behind++;
            Array.Sort(_pairs, first, behind - first);
            end = begin + limit;
        }
    }
}

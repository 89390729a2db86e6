namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>
/// Gathers the pictures of concurrent callers into common runs: whoever comes first waits for others, up to a deadline or until the batch is
/// full, and as long as the run before goes on; then runs the model for all. Callers write into the batch's memory and read from it themselves.
/// </summary>
internal sealed class BatchQueue(TensorPool pool, RunTensors run)
{
    private readonly Lock gate = new();
    private readonly Lock device = new();
    private PictureBatch? open;

    /// <summary>Runs so many pictures, together with those of other callers.</summary>
    public void Run(BatchLimits limits, int pictures, FillPicture fill, ReadPicture read)
    {
        for (var done = 0; done < pictures;)
        {
            var (batch, first, count, leads) = Join(limits, pictures - done);
            var written = false;
            try
            {
                for (var i = 0; i < count; i++)
                    fill(done + i, batch.Tensors.Input(first + i));
                written = true;
            }
            finally
            {
                // A caller who fails leaves places that nobody reads; the others' pictures go on.
                batch.Written(count);
                if (leads)
                    batch.Lead(limits.Deadline, device, run);
                if (!written)
                    Leave(batch, count);
            }
            try
            {
                batch.Wait();
                for (var i = 0; i < count; i++)
                    read(done + i, new(batch.Tensors, first + i));
            }
            finally
            {
                Leave(batch, count);
            }
            done += count;
        }
    }

    private (PictureBatch Batch, int First, int Count, bool Leads) Join(BatchLimits limits, int wanted)
    {
        lock (gate)
        {
            while (true)
            {
                open ??= new(pool.Take(limits.Most));
                var (first, count, leads) = open.Join(wanted);
                if (count > 0)
                    return (open, first, count, leads);
                open = null;
            }
        }
    }

    private void Leave(PictureBatch batch, int count)
    {
        if (batch.Leave(count))
        {
            pool.GiveBack(batch.TakeTensors());
            batch.Dispose();
        }
    }
}

using FaceWeb.Bench.Training;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Bench.Grouping;

/// <summary>
/// What it takes to correct cosines by the library and to compare faces together with their groups: time of the processor and memory in a library of so
/// many faces, five of each synthetic person.
/// </summary>
internal static class NormalisationTimes
{
    private const int OfEach = 5;
    private const int Repeats = 5;

    /// <summary>Measures.</summary>
    /// <param name="faces">How many faces the library holds.</param>
    /// <param name="dimension">Length of the embeddings.</param>
    public static object Of(int faces, int dimension)
    {
        var people = new SyntheticPeople(dimension, false, 0.75f, 1);
        var library = new List<(long FaceId, float[] Embedding)>(faces);
        while (library.Count < faces)
        {
            var centre = people.Anyone();
            for (var i = 0; i < OfEach && library.Count < faces; i++)
                library.Add((library.Count, people.Near(centre)));
        }
        var embeddings = library.ConvertAll(face => face.Embedding);
        var (cohort, cohortBytes) = Held(Draw);
        var (normalisation, normalisationBytes) = Held(cohort.Normalisation);
        var (groups, groupsBytes) = Held(Grouped);
        var newcomers = Enumerable.Range(0, 1000).Select(_ => people.Anyone()).ToArray();
        return new
        {
            faces,
            people = (faces + OfEach - 1) / OfEach,
            cohort = cohort.Count,
            drawingMilliseconds = Median(() => Draw()),
            normalisationMilliseconds = Median(() => cohort.Normalisation()),
            newFaceMicroseconds = Median(() => TellNewcomers(newcomers)) * 1000 / newcomers.Length,
            levelMicroseconds = Median(() => Levels(newcomers)) * 1000 / newcomers.Length,
            levelsOfAllMilliseconds = Median(() => normalisation.Levels(embeddings)),
            newLevelsOfGroupsMilliseconds = Median(Renormalise),
            templateMicroseconds = Median(() => AllTemplates()) * 1000 / faces,
            cohortBytes,
            normalisationBytes,
            groupsBytes,
        };

        LibraryCohort Draw() => LibraryCohort.Of(library, dimension, "compact", CosineSpread.Compact);

        FaceGroups Grouped()
        {
            var made = new FaceGroups(dimension, null, normalisation);
            for (var i = 0; i < faces; i++)
                made.Restore((i / OfEach) + 1, i, i, embeddings[i]);
            return made;
        }

        // Every newcomer that the sample looks at leaves again, so that each run finds the same sample.
        void TellNewcomers(float[][] newcomers)
        {
            for (var i = 0; i < newcomers.Length; i++)
            {
                if (cohort.Add(faces + i, newcomers[i]))
                    cohort.Remove(faces + i);
            }
        }

        void Levels(float[][] newcomers)
        {
            foreach (var face in newcomers)
                normalisation.Level(face);
        }

        void Renormalise()
        {
            groups.Renormalise(null);
            groups.Renormalise(normalisation);
        }

        int AllTemplates()
        {
            var templates = 0;
            for (var i = 0; i < faces; i++)
                templates += groups.TemplateOf(i) is null ? 0 : 1;
            return templates;
        }
    }

    // Of the processor, all threads together: what other programs do at the time says less there than by the clock.
    private static double Median(Action work)
    {
        work();
        var times = new double[Repeats];
        for (var i = 0; i < Repeats; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            work();
            times[i] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        }
        return Ranks.Median(times);
    }

    private static (T Made, long Bytes) Held<T>(Func<T> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var made = make();
        return (made, GC.GetTotalMemory(forceFullCollection: true) - before);
    }
}

from pipeline_recipe import ComputeJob, Recipe, ingredient, load_data_map


class @name@(Recipe):
    """Counts the lines of all files of a map, each on its host."""

    inputs = {}
    outputs = {"lines": ingredient.IntField(help="how many lines there are")}

    def go(self):
        command = "python3 " + self.__file__.replace("master", "nodes")
        jobs = [ComputeJob(host, command, arguments=[file]) for host, file in load_data_map(self.inputs["args"][0])]
        self.schedule_jobs(jobs)
        self.outputs["lines"] = sum(job.results["lines"] for job in jobs if job.results)
        return 1 if self.error.is_set() else 0
